/** Offers the person a file made of text, as a download. */
export function saveFile(name: string, type: string, ...parts: string[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the data by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
