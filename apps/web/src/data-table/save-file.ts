/** A text, the name that it is to have, and what it is. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
  readonly type?: string;
}

/** Gives a text to the browser to be kept as a file. */
export function saveFile({ name, text, type = "application/octet-stream" }: TextFile): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
