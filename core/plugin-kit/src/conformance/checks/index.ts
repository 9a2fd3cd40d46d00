import type { Check } from '../check.ts'
import { cancel } from './cancel.ts'
import { capabilities } from './capabilities.ts'
import { crashPoints } from './crash-points.ts'
import { failureChecks } from './failures.ts'
import { faults } from './faults.ts'
import { fit } from './fit.ts'
import { manifest } from './manifest.ts'
import { metrics } from './metrics.ts'
import { oauth } from './oauth.ts'
import { purity } from './purity.ts'
import { readBack } from './read-back.ts'
import { remove } from './remove.ts'
import { secrets } from './secrets.ts'
import { shape } from './shape.ts'
import { validation } from './validation.ts'
import { verbs } from './verbs.ts'
import { webhooks } from './webhooks.ts'

/** All checks, in the order in which they run: the last two look at what the others saw fail. */
export const checks: readonly Check[] = [
  manifest,
  shape,
  purity,
  oauth,
  verbs,
  readBack,
  faults,
  crashPoints,
  validation,
  fit,
  capabilities,
  cancel,
  remove,
  metrics,
  webhooks,
  failureChecks,
  secrets,
]
