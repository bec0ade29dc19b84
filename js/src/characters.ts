/** Bytes as text of one character each, as atob() gives it. Of greater numbers the lower eight bits count. */
export function charactersOf(bytes: Iterable<number>): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte & 255);
  return text;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  let i = text.length;
  const bytes = new Uint8Array(i);
  while (i--) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** What dehydrate() wrote: base64url. Empty for text that is none. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  try {
    return bytesOf(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return new Uint8Array(0);
  }
}
