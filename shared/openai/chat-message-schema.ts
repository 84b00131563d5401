import * as z from 'zod';

import { isJsonObject } from './json-object.ts';

/**
 * One part of a message's content. Parts of a known `type` must carry what the type names; an unknown type is kept,
 * since a newer model may take it.
 */
const contentPartSchema = z.looseObject({ type: z.string() }).check((part) => {
  const requirement = requirements.get(part.value.type);
  if (requirement === undefined) return;
  const [member, expected, isSound] = requirement;
  if (isSound(part.value[member])) return;
  part.issues.push({ code: 'custom', path: [member], message: expected, input: part.value[member] });
});

/**
 * One chat message. `role` is any string, because which roles exist is the model's matter (`developer` came after
 * `system`); content is text, parts, or absent where tool calls stand in its place.
 */
export const chatMessageSchema = z.looseObject({
  role: z.string(),
  content: z
    .union([z.string(), z.array(contentPartSchema), z.null()], { error: 'a string or an array of content parts' })
    .optional(),
  name: z.string().nullish(),
  tool_calls: z.array(z.looseObject({})).nullish(),
  tool_call_id: z.string().nullish(),
});

type Requirement = readonly [member: string, expected: string, isSound: (value: unknown) => boolean];

const isText = (value: unknown): boolean => typeof value === 'string';
const hasText =
  (member: string) =>
  (value: unknown): boolean =>
    isJsonObject(value) && typeof value[member] === 'string';

const requirements: ReadonlyMap<string, Requirement> = new Map([
  ['text', ['text', 'a string', isText]],
  ['refusal', ['refusal', 'a string', isText]],
  ['image_url', ['image_url', "an object with a string 'url'", hasText('url')]],
  ['input_audio', ['input_audio', "an object with a string 'data'", hasText('data')]],
  ['file', ['file', 'an object', isJsonObject]],
]);
