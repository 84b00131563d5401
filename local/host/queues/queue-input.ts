import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { Invocation } from '../worker-message.ts';

/** What a function is told of the message that calls it. `text` is the message, decoded. */
export function queueInput(
  bindingName: string,
  message: DequeuedMessageItem,
  text: string,
): Pick<Invocation, 'inputs' | 'triggerMetadata'> {
  const { messageId, dequeueCount, popReceipt, insertedOn, expiresOn, nextVisibleOn } = message;
  return {
    inputs: [{ name: bindingName, data: { string: text } }],
    triggerMetadata: {
      QueueTrigger: { string: text },
      Id: { string: messageId },
      DequeueCount: { json: String(dequeueCount) },
      PopReceipt: { string: popReceipt },
      InsertionTime: { json: JSON.stringify(insertedOn) },
      ExpirationTime: { json: JSON.stringify(expiresOn) },
      NextVisibleTime: { json: JSON.stringify(nextVisibleOn) },
    },
  };
}

/** A message's text; `undefined` for one that is not in Base64 where it should be. */
export function decodeMessage(text: string, isBase64: boolean): string | undefined {
  if (!isBase64) return text;
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
    ? Buffer.from(text, 'base64').toString('utf8')
    : undefined;
}
