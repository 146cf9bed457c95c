import { createServer, type Socket } from "node:net";

/** A mail server of a test: each mail that it took, with its headers, as one text. */
export interface MailServer {
  readonly url: string;
  readonly mails: string[];
  close(): void;
}

/** Starts a mail server that takes every mail. */
export async function startMailServer(): Promise<MailServer> {
  const mails: string[] = [];
  const server = createServer((socket) => talk(socket, mails));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `smtp://127.0.0.1:${address.port}`, mails, close: () => server.close() };
}

function talk(socket: Socket, mails: string[]): void {
  let data: string[] | null = null;
  let rest = "";
  socket.on("error", () => socket.destroy());
  socket.write("220 mail.test\r\n");
  socket.on("data", (chunk) => {
    const lines = (rest + chunk.toString()).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (data === null) {
        if (line.startsWith("DATA")) data = [];
        socket.write(line.startsWith("DATA") ? "354 go on\r\n" : "250 ok\r\n");
      } else if (line === ".") {
        mails.push(data.join("\n"));
        data = null;
        socket.write("250 taken\r\n");
      } else data.push(line);
    }
  });
}
