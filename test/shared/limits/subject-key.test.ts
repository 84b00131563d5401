import { expect, it } from 'vitest';
import { sessionSubject, subjectKey } from '../../../shared/limits/subject-key.ts';

it('gives every subject a key of its own', () => {
  const subjects = [
    { kind: 'caller', name: 'a' },
    { kind: 'team', name: 'a' },
    { kind: 'deployment', name: 'a' },
    { kind: 'caller-model', name: 'a', model: 'a' },
    sessionSubject('a', 'a'),
    sessionSubject('a', 'b'),
    sessionSubject('b', 'a'),
  ] as const;
  expect(new Set(subjects.map(subjectKey)).size).toBe(subjects.length);
});

it('keeps no more of a session’s name than a short digest', () => {
  const key = subjectKey(sessionSubject('a', 'anna@example.com'.repeat(1_000)));
  expect(key).toMatch(/^caller:a\/session:[\w-]{22}$/);
});
