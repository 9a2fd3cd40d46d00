import { engagementRate } from './engagement-rate.ts'
import type { AccountDay, PostDay, Snapshot } from './metrics.queries.ts'
import type { AccountMetricsOf, MetricsOfDelivery } from './metrics.service.ts'

/** The numbers of a delivery as the API shows them. */
export function presentDeliveryMetrics({ delivery, latest, days }: MetricsOfDelivery) {
  return {
    deliveryId: delivery.id,
    goneAt: delivery.goneAt?.toISOString() ?? null,
    nextAt: delivery.metricsAt?.toISOString() ?? null,
    latest: latest === undefined ? null : presentSnapshot(latest),
    days: days.map(presentDay),
  }
}

/** The numbers of an account as the API shows them. */
export function presentAccountMetrics({ account, from, to, days }: AccountMetricsOf) {
  return { socialAccountId: account.id, from, to, days: days.map(presentDay) }
}

function presentSnapshot(snapshot: Snapshot) {
  return {
    ...snapshot,
    takenAt: snapshot.takenAt.toISOString(),
    engagementRate: engagementRate(snapshot),
  }
}

function presentDay<Day extends PostDay | AccountDay>(day: Day) {
  return { ...day, fetchedAt: day.fetchedAt.toISOString() }
}
