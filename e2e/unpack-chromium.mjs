// Run as a process of its own: the package unpacks into the temporary folder that TMPDIR names.
import { join } from "node:path";
import { inflate } from "@sparticuz/chromium";

const [, , folder = "."] = process.argv;
const archives = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
await Promise.all(archives.map((archive) => inflate(join(folder, archive))));
