import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { ReadableStream } from 'node:stream/web';
import { app } from '@azure/functions';
import { cannedEvents, paceMs } from './canned-answers.ts';

app.setup({ enableHttpStream: true });

/** The smallest function: reads nothing, asks nobody. */
app.http('hello', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'hello',
  handler: () => ({ jsonBody: { hello: 'world' } }),
});

/** The smallest stream: `chunks` events of its own, paced or not. */
app.http('hello-stream', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'hello-stream',
  handler: (request) => {
    const isPaced = request.query.get('pace') === 'paced';
    const events = cannedEvents(Number(request.query.get('chunks')), false).values();
    return {
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      body: new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { value, done } = events.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
          await (isPaced ? wait(paceMs) : nextTurn());
        },
      }),
    };
  },
});
