import { deliveryStates, transitions, type presentDelivery } from '@t21/core/console'
import { test } from 'tap'
import { nextStep } from './next-step.ts'
import { stepsOf } from './steps.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()

function event(transition: string, from: string | null, to: string, second: number) {
  return {
    transition,
    from,
    to,
    part: 0,
    actor: 'worker:w1',
    proof: null,
    error: null,
    at: at(second),
  } as Parameters<typeof stepsOf>[0][number]
}

test('looks at the network that told nothing are one step; the one that told something is its own', (t) => {
  const steps = stepsOf([
    event('T0', null, 'scheduled', 0),
    event('T9', 'sending', 'unknown', 1),
    event('T12', 'unknown', 'reconciling', 5),
    event('T15', 'reconciling', 'unknown', 6),
    event('T12', 'unknown', 'reconciling', 30),
    event('T15', 'reconciling', 'unknown', 31),
    event('T12', 'unknown', 'reconciling', 60),
    event('T13', 'reconciling', 'published', 61),
  ])
  t.same(
    steps.map(({ to, looks, until }) => [to, looks, until]),
    [
      ['scheduled', 0, at(0)],
      ['unknown', 2, at(31)],
      ['reconciling', 0, at(60)],
      ['published', 0, at(61)],
    ],
  )
  t.same(stepsOf([]), [])
  t.end()
})

test('every edge of the machine, and what else is in histories, has a meaning', (t) => {
  for (const transition of [...Object.keys(transitions), 'T0', 'removed', 'look']) {
    const [step] = stepsOf([event(transition, null, 'scheduled', 0)])
    t.match(step?.meaning, /\w+.*\.$/, transition)
  }
  t.end()
})

test('what happens next is said of every state, with a time where T21 or the network has one', (t) => {
  const delivery = {
    nextAt: at(9),
    calledOffAt: null,
    removedAt: null,
    goneAt: null,
    handedOver: false,
    provisional: false,
    partCount: 1,
    parts: [{ outcome: 'published' }],
    error: { source: 'user', remedy: 'Change the text.' },
  }
  const said = (more: object) =>
    nextStep({ ...delivery, ...more } as unknown as ReturnType<typeof presentDelivery>)
  for (const state of deliveryStates) t.match(said({ state }).text, /\w+\.$/, state)
  for (const state of ['scheduled', 'retry_wait', 'unknown', 'processing']) {
    t.equal(said({ state }).at, at(9), state)
  }
  t.match(said({ state: 'failed' }), { who: 'person', text: 'Change the text.', at: null })
  t.match(said({ state: 'needs_attention' }), { who: 'person', at: null })
  t.match(said({ state: 'processing', calledOffAt: at(1) }).text, /give it up/)
  t.match(said({ state: 'published' }).text, /it is there/)
  t.match(said({ state: 'published', partCount: 2 }).text, /not every part/)
  t.match(said({ state: 'published', goneAt: at(1) }).text, /not any more/)
  t.end()
})
