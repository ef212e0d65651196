/** ECMA-48: control sequences (colours, cursor), titles, and what else moves no text. */
const sequences = new RegExp(String.raw`\u001b\[[0-9;:?<=>]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|[\u0000-\u0008\u000b-\u001f\u007f]`, 'g');

/** A line as it would be read, without colours. */
export function plainText(line: string): string {
  return line.replace(sequences, '');
}
