/**
 * A GET whose answer does not end, and which does not keep the process alive meanwhile. fetch's
 * sockets do, and it has no way to say otherwise. Node's own modules are loaded when they are needed:
 * they take many times longer than all of Pancake.
 */
export async function openStream(url: string, { headers, signal }: RequestInit): Promise<Response> {
  const { get } = await (url.startsWith('https:') ? import('node:https') : import('node:http'));
  const { Readable } = await import('node:stream');
  return new Promise((resolve, reject) => {
    const options = { agent: false, headers: headers as Record<string, string>, signal: signal as AbortSignal };
    get(url, options, (answer) => {
      if (answer.statusCode !== 200) {
        answer.destroy();
        reject(new Error(`answered ${answer.statusCode}`));
        return;
      }
      const body = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
      resolve(new Response(body, { headers: { 'Content-Type': answer.headers['content-type'] ?? '' } }));
    })
      .on('socket', (socket) => socket.unref())
      .on('error', reject);
  });
}
