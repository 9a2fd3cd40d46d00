import { transitions, type presentEvent } from '@t21/core/console'
import type { StepView } from './publishing-views.ts'

type Event = ReturnType<typeof presentEvent>

/** What is in histories beside the edges of the machine. */
const others: Readonly<Record<string, string>> = {
  T0: 'It was scheduled.',
  removed: 'Somebody had it removed from the network.',
  look: 'Somebody wants the network asked now.',
}

/** The steps of a history, oldest first; `unknown → reconciling → unknown` again and again is one step. */
export function stepsOf(events: readonly Event[]): StepView[] {
  const steps: StepView[] = []
  for (let at = 0; at < events.length; at += 1) {
    const [event, following] = [events[at], events[at + 1]]
    if (event === undefined) break
    const last = steps.at(-1)
    const inVain = event.to === 'reconciling' && following?.to === 'unknown'
    if (inVain && last?.to === 'unknown') {
      steps[steps.length - 1] = { ...last, looks: last.looks + 1, until: following.at }
      at += 1
      continue
    }
    steps.push({ ...event, meaning: meaningOf(event.transition), looks: 0, until: event.at })
  }
  return steps
}

function meaningOf(transition: string): string {
  const edges: Readonly<Record<string, { readonly meaning: string }>> = transitions
  return edges[transition]?.meaning ?? others[transition] ?? ''
}
