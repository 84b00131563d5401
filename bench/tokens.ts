// Run as `node bench/tokens.ts`: what counting costs, and how long the worst inputs hold the event loop.
import { countText } from '../shared/tokens/bpe/count-text.ts';
import { createEncodings } from '../shared/tokens/bpe/encodings.ts';
import { upperBound } from '../shared/tokens/upper-bound.ts';

const million = 1_000_000;
const inputs = {
  'a chat message, 200 B': 'Could you tell me in two or three sentences what the weather was like? '
    .repeat(3)
    .slice(0, 200),
  'English, 10 KB': 'The committee will meet again on Thursday to discuss the remaining points. '.repeat(134),
  'English, 1 MB': 'The committee will meet again on Thursday to discuss the remaining points. '.repeat(13_400),
  '1 MB of one letter': 'a'.repeat(million),
  '1 MB of one capital': 'A'.repeat(million),
  '1 MB of spaces': ' '.repeat(million),
  '1 MB of line breaks': '\n'.repeat(million),
  '1 MB of one emoji': '😀'.repeat(million / 4),
  '1 MB of one ideograph': '日'.repeat(million / 3),
  '1 MB of digits': '1'.repeat(million),
  '10,000 × a': 'a'.repeat(10_000),
};

const encodings = createEncodings();
for (const name of ['o200k_base', 'cl100k_base'] as const) {
  const loadedAt = performance.now();
  const encoding = await encodings.load(name);
  console.log(`\n${name}: loaded in ${(performance.now() - loadedAt).toFixed(0)} ms`);
  console.log('| input | tokens | ms | event loop held at most, ms of CPU |\n| --- | --- | --- | --- |');
  for (const [input, text] of Object.entries(inputs)) {
    await countText(text, encoding);
    const turns = watchTurns();
    const startedAt = performance.now();
    const tokens = await countText(text, encoding);
    const ms = performance.now() - startedAt;
    const longestMs = turns.end();
    console.log(`| ${input} | ${tokens} | ${ms.toFixed(ms < 10 ? 3 : 0)} | ${longestMs.toFixed(1)} |`);
  }
}

const messages = [{ role: 'user', content: inputs['a chat message, 200 B'] }];
const rounds = 200_000;
const startedAt = performance.now();
for (let round = 0; round < rounds; round += 1) upperBound({ messages }, 'gpt-4o');
console.log(
  `\nupper bound of a chat of one message: ${(((performance.now() - startedAt) * 1000) / rounds).toFixed(2)} µs`,
);

/** The most work of this thread in one round of the event loop, in milliseconds; other processes do not count. */
function watchTurns(): { end: () => number } {
  let longestMs = 0;
  let before = process.threadCpuUsage();
  const note = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    longestMs = Math.max(longestMs, (user + system) / 1000);
  };
  const turn = (): void => {
    note();
    handle = setImmediate(turn);
  };
  let handle = setImmediate(turn);
  return {
    end() {
      clearImmediate(handle);
      note();
      return longestMs;
    },
  };
}
