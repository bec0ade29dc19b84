import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { Readable } from 'node:stream';

/**
 * A GET whose answer does not end, and which does not keep the process alive meanwhile. fetch's
 * sockets do, and it has no way to say otherwise.
 */
export function openStream(url: string, { headers, signal }: RequestInit): Promise<Response> {
  const get = url.startsWith('https:') ? getHttps : getHttp;
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
