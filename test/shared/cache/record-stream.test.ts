import { expect, it } from 'vitest';
import { recordStream } from '../../../shared/cache/record-stream.ts';

async function* saying(...texts: readonly string[]) {
  for (const text of texts) {
    if (text === 'fail') {
      throw new Error('cut');
    }
    yield Buffer.from(text);
  }
}

async function recorded(source: AsyncIterable<Buffer>, maxBytes: number, readAtMost = Infinity) {
  const bodies: string[] = [];
  let read = '';
  try {
    for await (const chunk of recordStream(source, maxBytes, (body) => bodies.push(String(body)))) {
      read += String(chunk);
      if (read.length >= readAtMost) {
        break;
      }
    }
  } catch (error) {
    read += `, then ${String(error)}`;
  }
  return { read, bodies };
}

it('passes chunks on and has them all at the end', async () => {
  expect(await recorded(saying('ab', 'cd'), 4)).toEqual({ read: 'abcd', bodies: ['abcd'] });
});

it('records nothing of a stream that is too long, fails, or is left early', async () => {
  expect(await recorded(saying('ab', 'cd', 'e'), 4)).toEqual({ read: 'abcde', bodies: [] });
  expect(await recorded(saying('ab', 'fail'), 4)).toEqual({ read: 'ab, then Error: cut', bodies: [] });
  expect(await recorded(saying('ab', 'cd'), 4, 2)).toEqual({ read: 'ab', bodies: [] });
});
