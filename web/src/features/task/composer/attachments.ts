import type { PromptAttachment } from '@/api';

/** Bytes of all images of a prompt together, so that a request stays under its cap. */
export const maximumBytes = 512 * 1024;
const types = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export type Refusal = { readonly name: string; readonly why: 'type' | 'size' };

export function bytesOf(attachment: Pick<PromptAttachment, 'data'>): number {
  const padding = attachment.data.endsWith('==') ? 2 : attachment.data.endsWith('=') ? 1 : 0;
  return (attachment.data.length / 4) * 3 - padding;
}

function read(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)));
    reader.readAsDataURL(file);
  });
}

/** Adds files to what is attached, as far as the cap allows; tells what was left out. */
export async function attach(known: readonly PromptAttachment[], files: readonly File[]): Promise<{ attachments: readonly PromptAttachment[]; refused: readonly Refusal[] }> {
  const refused: Refusal[] = [];
  let left = maximumBytes - known.reduce((sum, one) => sum + bytesOf(one), 0);
  const taken: File[] = [];
  for (const file of files) {
    if (!types.has(file.type)) refused.push({ name: file.name, why: 'type' });
    else if (file.size > left) refused.push({ name: file.name, why: 'size' });
    else {
      left -= file.size;
      taken.push(file);
    }
  }
  const added = await Promise.all(taken.map(async (file) => ({ name: file.name, mediaType: file.type, data: await read(file) })));
  return { attachments: [...known, ...added], refused };
}
