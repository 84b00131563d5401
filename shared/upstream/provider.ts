import type { Deployment } from '../config/config.ts';
import type { LearnedParameters } from '../deployments/deployment-state.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { EmbeddingsRequest } from '../openai/embeddings-request.ts';
import type { HeaderReader } from '../resilience/retry-after.ts';
import type { Credential } from '../secrets/credential.ts';
import type { UpstreamFailure } from './upstream-failure.ts';

/** The circumstances of one attempt. */
export type Attempt = {
  readonly deployment: Deployment;
  readonly credential: Credential;
  readonly signal: AbortSignal;
  readonly requestId: string;
  readonly traceparent?: string | undefined;
  readonly learned: LearnedParameters;
};

/** The body of an answer while it comes: read whole, read chunk by chunk, or left. */
export type AnswerBytes = {
  [Symbol.asyncIterator](): AsyncIterator<Buffer>;
  bytes(): Promise<Uint8Array>;
  /** Closes the connection, which stops the upstream. */
  destroy(): unknown;
  /** Reads what is left, at most `limit` bytes of it, so that the connection can serve again. */
  dump(options: { limit: number; signal: AbortSignal }): Promise<void>;
};

/** A good answer whose body has not been read yet. The body is in OpenAI's protocol, whatever the provider speaks. */
export type AttemptAnswer = {
  readonly headers: HeaderReader;
  readonly bytes: AnswerBytes;
  /** The upstream's own id of the request, for a support case. */
  readonly upstreamRequestId: string | undefined;
};

/**
 * A kind of upstream. Each operation makes one attempt against one deployment, through the provider's official client,
 * and throws `UpstreamFailure` for everything but a good answer. Nothing is retried below this type.
 */
export type Provider = {
  /** Completes a chat, as an event stream where the request says so. */
  chat(chat: ChatRequest, attempt: Attempt): Promise<AttemptAnswer>;
  embed(request: EmbeddingsRequest, attempt: Attempt): Promise<AttemptAnswer>;
  /** What a refusal of a chat teaches about the deployment, when the same chat in another form may pass. */
  learnFrom(
    failure: UpstreamFailure,
    chat: ChatRequest,
    deployment: Deployment,
    learned: LearnedParameters,
  ): LearnedParameters | undefined;
  /** Whether the deployment's resource can be reached and takes the credential; costs no tokens. */
  probe(deployment: Deployment, credential: Credential, signal: AbortSignal): Promise<void>;
};
