/** Variables as lines `NAME=value`. A name whose value is kept by the host stands alone. */
export function readVariables(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const name = line.split('=', 1)[0]?.trim() ?? '';
    if (name !== '') found[name] = line.includes('=') ? line.slice(line.indexOf('=') + 1).trim() : '';
  }
  return found;
}

export function writeVariables(names: readonly string[]): string {
  return names.map((name) => `${name}=`).join('\n');
}
