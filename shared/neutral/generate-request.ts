import * as z from 'zod';
import { checkBody } from '../openai/check-body.ts';

// Lazy, as is every schema that a start and a plain chat do without: to build them all is a tenth of loading the app.
const partSchema = z.lazy(() =>
  z.discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('text'), text: z.string() }),
      z.strictObject({ type: z.literal('image'), url: z.string().min(1) }),
      z.strictObject({ type: z.literal('file'), data: z.string().min(1), name: z.string().optional() }),
    ],
    { error: "a part of the type 'text' (with text), 'image' (with url) or 'file' (with data)" },
  ),
);

const contentSchema = z.lazy(() =>
  z.union([z.string(), z.array(partSchema).min(1)], {
    error: 'a string or an array of parts',
  }),
);

const toolCallSchema = z.lazy(() =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    arguments: z.record(z.string(), z.unknown()),
  }),
);

const messageSchema = z.lazy(() =>
  z.discriminatedUnion(
    'role',
    [
      z.strictObject({ role: z.literal('system'), content: z.string() }),
      z.strictObject({ role: z.literal('user'), content: contentSchema }),
      z.strictObject({
        role: z.literal('assistant'),
        content: z.string().nullish(),
        toolCalls: z.array(toolCallSchema).optional(),
      }),
      z.strictObject({ role: z.literal('tool'), toolCallId: z.string(), content: z.string() }),
    ],
    { error: "a message of the role 'system', 'user', 'assistant' or 'tool'" },
  ),
);

/**
 * A request to generate an answer, in words of no provider. Either `prompt` or `messages` is there. `schema` is the JSON
 * Schema the answer is held to; `provider` leaves only deployments of that provider to serve. A member that is not
 * known is refused, because it cannot be passed on.
 */
export const generateRequestSchema = z.lazy(() => {
  const members = {
    provider: z.enum(['azure-openai', 'openai', 'anthropic'], { error: "'azure-openai', 'openai' or 'anthropic'" }),
    model: z.string().min(1),
    prompt: z.string().min(1),
    messages: z.array(messageSchema).min(1),
    system: z.string(),
    maxTokens: z.int().min(1),
    temperature: z.number().min(0).max(2),
    topP: z.number().min(0).max(1),
    stop: z.union([z.string(), z.array(z.string()).max(4)], { error: 'a string or an array of up to 4 strings' }),
    tools: z.array(
      z.strictObject({
        name: z.string().min(1),
        description: z.string().optional(),
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    toolChoice: z.union([z.enum(['auto', 'required', 'none']), z.strictObject({ name: z.string() })], {
      error: "'auto', 'required', 'none' or an object with the name of a tool",
    }),
    parallelToolCalls: z.boolean(),
    schema: z.record(z.string(), z.unknown()),
    reasoningEffort: z.string(),
    user: z.string(),
  };
  return z
    .looseObject(members)
    .partial()
    .required({ model: true })
    .check((request) => {
      const { value, issues } = request;
      for (const name of Object.keys(value).filter((each) => !Object.hasOwn(members, each))) {
        issues.push({ code: 'custom', path: [name], message: 'no member of that name', input: value[name] });
      }
      if ((value.prompt === undefined) === (value.messages === undefined)) {
        const path = value.prompt === undefined ? 'messages' : 'prompt';
        issues.push({ code: 'custom', path: [path], message: 'either prompt or messages', input: value[path] });
      }
    })
    .meta({ additionalProperties: false });
});

/** A request that passed `generateRequestSchema`. */
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

/** The body as a request to generate. Throws `invalid_request` naming the member at fault. */
export function parseGenerateRequest(body: unknown): GenerateRequest {
  checkBody(generateRequestSchema, body);
  return body;
}
