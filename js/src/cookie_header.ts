/** A name and, behind `=`, its value up to the next `;` that is not inside quotes. */
const pairs = /([^=;]*)(?:=(\s*"(?:\\[^]|[^"\\])*"\s*(?=;|$)|[^;]*))?;?/g;

/**
 * The first cookie of this name in a Cookie header, unquoted, as server/http/cookies.cpp reads it.
 * One without `=` is empty.
 */
export function readCookie(header: string, name: string): string | null {
  for (const [, found = '', value = ''] of header.matchAll(pairs)) {
    if (found.trim() === name) return unquoted(value.trim());
  }
  return null;
}

/** `"a\"b\303\274"` -> `a"bü` */
function unquoted(value: string): string {
  if (!/^"[^]*"$/.test(value)) return value;
  return value
    .slice(1, -1)
    .replace(/((?:\\[0-3][0-7]{2})+)|\\([^])/g, (_, octal?: string, plain?: string) => plain ?? utf8(octal));
}

function utf8(octal = ''): string {
  const digits = octal.slice(1).split('\\');
  return new TextDecoder().decode(Uint8Array.from(digits, (byte) => parseInt(byte, 8)));
}
