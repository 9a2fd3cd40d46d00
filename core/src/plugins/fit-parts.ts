import type {
  AccountFacts,
  Connector,
  DraftPart,
  MediaFacts,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf } from '@t21/plugin-kit'
import { plannedFacts, planFit, type FitChange, type FitMode, type FitPlan } from './fit-plan.ts'

/** How each file of a part is made to fit its network; `null` for what is taken as it is. */
export function fitPlansOf(
  connector: Pick<Connector, 'fit'>,
  part: DraftPart,
  facts: AccountFacts | null,
  mode: FitMode,
): readonly (FitPlan | null)[] {
  const fits = connector.fit?.(part, facts) ?? []
  return part.media.map((file, index) => planFit(file, fits[index] ?? null, mode))
}

/** A part as the network will get it, and what a person should know about that. Pure. */
export function fitPart(
  connector: Pick<Connector, 'fit' | 'displayName'>,
  part: DraftPart,
  facts: AccountFacts | null,
  mode: FitMode,
): { readonly part: DraftPart; readonly issues: readonly ValidationIssue[] } {
  const plans = fitPlansOf(connector, part, facts, mode)
  const media: readonly MediaFacts[] = part.media.map((file, index) => {
    const plan = plans[index] ?? null
    return plan === null ? file : plannedFacts(file, plan)
  })
  const issues = plans.flatMap((plan, index) =>
    plan === null
      ? []
      : [changeIssue(connector.displayName, plan, fieldOf(part, `media[${index}]`))],
  )
  return { part: { ...part, media }, issues }
}

const doings: Readonly<Record<FitChange, string>> = {
  padded: 'given white borders',
  cropped: 'cropped',
  scaled: 'scaled down',
  converted: 'converted',
  compressed: 'compressed',
}

function changeIssue(network: string, plan: FitPlan, field: string): ValidationIssue {
  const done = plan.changes.map((change) => doings[change]).join(', ')
  const type = plan.mimeType.replace('image/', '').toUpperCase()
  return {
    severity: 'warning',
    code: 'media_fitted',
    field,
    message: `For ${network} the picture is ${done}: ${type}, ${plan.width} × ${plan.height} pixels.`,
    remedy: plan.changes.includes('padded')
      ? 'Nothing; or choose "mediaFit": "crop", or upload a picture of another shape.'
      : 'Nothing; or upload a picture that fits as it is.',
  }
}
