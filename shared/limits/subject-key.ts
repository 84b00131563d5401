import { createHash } from 'node:crypto';
import type { LimitSubject } from './limit.ts';

/** What a subject is called in the keys of its counters. A `/` parts names, which have none. */
export function subjectKey(subject: LimitSubject): string {
  if (subject.kind === 'caller-model') return `caller:${subject.name}/model:${subject.model}`;
  if (subject.kind === 'session') return `caller:${subject.name}/session:${subject.session}`;
  return `${subject.kind}:${subject.name}`;
}

/** A caller's session as a subject. Only a digest of its name is kept: it may be long, or say who somebody is. */
export function sessionSubject(caller: string, session: string): LimitSubject {
  const digest = createHash('sha256').update(session).digest('base64url').slice(0, 22);
  return { kind: 'session', name: caller, session: digest };
}
