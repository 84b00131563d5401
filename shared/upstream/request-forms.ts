import { passedHeaders } from './passed-headers.ts';
import type { PooledRequest } from './pooled-fetch.ts';

/** What all requests of one operation at one deployment have in common, as its provider's official client makes it. */
export type RequestForm = Pick<PooledRequest, 'origin' | 'path' | 'headers'>;

/** The part of the official `openai` clients that makes a request and does not send it. */
type RequestBuilder = {
  buildRequest(options: {
    method: 'post';
    path: string;
    body: object;
    headers: Record<string, null>;
  }): Promise<{ readonly url: string; readonly req: { readonly headers: Headers } }>;
};

/**
 * The forms of requests, each made by its client when it is first needed, without a credential. Between two requests of
 * one form nothing differs but body, credential and ids; to have the client make each anew is an eighth of a call's CPU.
 */
export class RequestForms {
  readonly #forms = new WeakMap<RequestBuilder, Map<string, Promise<RequestForm>>>();

  /** The form for an operation, such as `/chat/completions`, of bodies that name `model`. */
  of(client: RequestBuilder, path: `/${string}`, model: string): Promise<RequestForm> {
    const forms = this.#forms.get(client) ?? new Map<string, Promise<RequestForm>>();
    this.#forms.set(client, forms);
    const key = `${path} ${model}`;
    const form = forms.get(key) ?? formOf(client, path, model);
    forms.set(key, form);
    return form;
  }
}

async function formOf(client: RequestBuilder, path: string, model: string): Promise<RequestForm> {
  const headers = { 'api-key': null, authorization: null };
  const { url, req } = await client.buildRequest({ method: 'post', path, body: { model }, headers });
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search, headers: passedHeaders(req.headers) };
}
