import type { Delivery, DeliveryEvent, DeliveryPart } from './delivery.model.ts'

/** A delivery as the API shows it. */
export function presentDelivery(delivery: Delivery, parts: readonly DeliveryPart[]) {
  return {
    id: delivery.id,
    postId: delivery.postId,
    socialAccountId: delivery.socialAccountId,
    platform: delivery.platform,
    state: delivery.state,
    version: delivery.fence,
    dueAt: delivery.dueAt.toISOString(),
    nextAt: delivery.nextAt?.toISOString() ?? null,
    publishedAt: delivery.publishedAt?.toISOString() ?? null,
    platformPostId: delivery.platformPostId,
    provisional: delivery.provisional,
    handedOver: delivery.handedOver,
    calledOffAt: delivery.calledOffAt?.toISOString() ?? null,
    goneAt: delivery.goneAt?.toISOString() ?? null,
    removedAt: delivery.removedAt?.toISOString() ?? null,
    url: delivery.platformUrl,
    proof: delivery.proof,
    retryCount: delivery.retryCount,
    lastRetryAt: delivery.lastRetryAt?.toISOString() ?? null,
    parts: parts.map(({ position, kind, outcome, remoteId, url, removedAt, error }) => ({
      position,
      kind,
      outcome,
      platformPostId: remoteId,
      url,
      removedAt: removedAt?.toISOString() ?? null,
      error,
    })),
    partCount: delivery.parts,
    error: delivery.error,
    warnings: delivery.preflightIssues.map(({ code, field, message, remedy }) => ({
      code,
      field,
      message,
      remedy,
    })),
  }
}

/** A step of the history as the API shows it. */
export function presentEvent(event: DeliveryEvent) {
  return {
    transition: event.transition,
    from: event.fromState,
    to: event.toState,
    part: event.part,
    actor: event.actor,
    proof: event.proof,
    error: event.error,
    at: event.at.toISOString(),
  }
}
