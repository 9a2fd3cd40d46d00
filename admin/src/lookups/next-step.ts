import type { presentDelivery } from '@t21/core/console'
import type { NextStepView } from './publishing-views.ts'

type Delivery = ReturnType<typeof presentDelivery>

/** What happens next, in words for support. */
export function nextStep(delivery: Delivery): NextStepView {
  const { error, nextAt, partCount, parts } = delivery
  const left = partCount - parts.length
  switch (delivery.state) {
    case 'scheduled':
      return { who: 'T21', text: 'It goes out.', at: nextAt }
    case 'retry_wait':
      return { who: 'T21', text: 'It is tried again.', at: nextAt }
    case 'claimed':
    case 'preparing':
      return { who: 'T21', text: 'A worker prepares it; nothing is visible yet.', at: null }
    case 'sending':
      return { who: 'T21', text: 'A worker sends it at this moment.', at: null }
    case 'processing':
      return {
        who: 'network',
        text:
          delivery.calledOffAt === null
            ? 'The network works on it and is asked how far it is.'
            : 'The network is asked to give it up; its word tells what became of it.',
        at: nextAt,
      }
    case 'unknown':
      return {
        who: 'T21',
        text: 'Nobody knows whether it is there: the network is asked. It is not sent again before that is known.',
        at: nextAt,
      }
    case 'reconciling':
      return { who: 'T21', text: 'The network is being asked whether it is there.', at: null }
    case 'needs_attention':
      return {
        who: 'person',
        text: 'Nothing happens by itself. Look at the account, then resolve it; or have the network asked again.',
        at: null,
      }
    case 'failed':
    case 'expired':
      return {
        who: error?.source === 'T21' ? 'T21' : 'person',
        text: error?.remedy ?? 'Retry it, if it is still wanted.',
        at: null,
      }
    case 'canceled':
      return {
        who: 'nobody',
        text: 'Somebody called it off. Its author can schedule it again.',
        at: null,
      }
    case 'published':
      return { who: 'nobody', text: publishedText(delivery, left), at: null }
  }
}

function publishedText(
  { goneAt, handedOver, parts, provisional, removedAt }: Delivery,
  left: number,
): string {
  if (removedAt !== null) return 'It was removed through T21.'
  if (goneAt !== null)
    return 'It was there, and is not any more: somebody took it away at the network.'
  if (handedOver) return 'It waits in the network’s own app for its owner to finish it.'
  if (provisional) return 'It is there; the network has not given it its own id yet.'
  if (left > 0 || parts.some(({ outcome }) => outcome === 'failed')) {
    return 'The post is there; not every part of it is, see below.'
  }
  return 'Nothing: it is there.'
}
