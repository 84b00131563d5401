import { connectRedis } from '../../shared/redis/connect-redis.ts';
import { Breakers } from '../../shared/resilience/breakers.ts';
import { SharedBreakers } from '../../shared/resilience/shared-breakers.ts';

// One instance of an app, as far as breakers go: it answers each message, the name of a deployment, with what became of
// a call to it.
const { url, policy } = JSON.parse(process.argv[2] ?? '{}');
const breakers = new Breakers(policy, Date.now);
const redis = connectRedis({ url, commandTimeoutMs: 250, keyPrefix: 'test:' });
const log = { info: () => undefined, warn: () => undefined };
const shared = new SharedBreakers(breakers, { redis, log, now: Date.now });
shared.start();

process.on('message', (question) => {
  process.send?.(question === 'shared?' ? answerShared() : call(String(question)));
});

function answerShared(): string {
  return shared.exchangedAtMs === undefined ? 'no' : 'yes';
}

function call(name: string): string {
  const permit = breakers.of(name).admit();
  if (permit === undefined) return 'not admitted';
  const isDead = name.endsWith('dead');
  permit[isDead ? 'failed' : 'succeeded']();
  return isDead ? 'failed' : 'succeeded';
}
