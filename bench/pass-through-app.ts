import { ReadableStream } from 'node:stream/web';
import { app } from '@azure/functions';
import { Pool } from 'undici';

app.setup({ enableHttpStream: true });

const pool = new Pool(process.env['BENCH_UPSTREAM_URL'] ?? '', {
  connections: 1024,
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
});

/** What the Functions library alone costs a gateway: the raw pass-through as a function. */
app.http('pass-through', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/chat/completions',
  handler: async (request) => {
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(await request.arrayBuffer()),
    });
    const contentType = String(headers['content-type']);
    const answer = { status: statusCode, headers: { 'content-type': contentType } };
    if (!contentType.startsWith('text/event-stream')) return { ...answer, body: await body.bytes() };

    const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
    return {
      ...answer,
      body: new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const next = await chunks.next();
            if (next.done === true) controller.close();
            else controller.enqueue(next.value);
          },
          cancel() {
            body.destroy();
          },
        },
        { highWaterMark: 0 },
      ),
    };
  },
});
