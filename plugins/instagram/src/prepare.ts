import type { Checkpoint, ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { progressOf, toCheckpoint, type PostProgress } from './checkpoint.ts'
import { prepareComment } from './prepare.comment.ts'
import { planOf } from './container.plan.ts'
import { nextStep, recheck } from './container.steps.ts'
import { factsOf } from './facts.ts'
import { checkPublishingLimit } from './publishing-limit.ts'
import type { Settings } from './settings.ts'

/**
 * Makes the containers of a post, one request a call: read the limit, make each container, send its bytes, ask until
 * Instagram has processed it; for a carousel its children first, then the parent. All of it is invisible and may be
 * repeated: instagram.md 2.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  if (part.kind === 'first_comment') return prepareComment(call, part, checkpoint)
  const plan = planOf(part, factsOf(call.account.facts).login)
  const progress = progressOf(plan, checkpoint, call.now)
  if (progress.main.state === 'finished') return ready(await recheck(call, progress, plan))
  if (!progress.allowed) {
    await checkPublishingLimit(call)
    return waiting({ ...progress, allowed: true }, 0)
  }

  // All children are made before the first is asked after, so that Instagram works on them side by side.
  const index = ['pending', 'uploading', 'interrupted', 'doubtful', 'processing']
    .map((state) => progress.children.findIndex((child) => child.state === state))
    .find((found) => found >= 0)
  const child = index === undefined ? undefined : progress.children[index]
  const childPlan = index === undefined ? undefined : plan.children[index]
  if (index !== undefined && child && childPlan) {
    const step = await nextStep(call, part, { plan: childPlan, progress: child, children: [] })
    const children = progress.children.with(index, step.progress)
    const othersPending = children.some(({ state }) => state === 'pending')
    return waiting({ ...progress, children }, othersPending ? 0 : step.retryAfterSeconds)
  }

  const children = progress.children.map(({ containerId }) => containerId)
  const step = await nextStep(call, part, { plan: plan.main, progress: progress.main, children })
  const after = { ...progress, main: step.progress }
  return after.main.state === 'finished' ? ready(after) : waiting(after, step.retryAfterSeconds)
}

function ready(progress: PostProgress): PrepareResult {
  return { state: 'ready', checkpoint: toCheckpoint(progress) }
}

function waiting(progress: PostProgress, retryAfterSeconds: number): PrepareResult {
  return { state: 'waiting', checkpoint: toCheckpoint(progress), retryAfterSeconds }
}
