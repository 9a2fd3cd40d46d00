import fc from 'fast-check'
import { test } from 'tap'
import {
  deliveryStates,
  endStates,
  isEnd,
  isInFlight,
  isLegal,
  transitions,
  type DeliveryState,
  type TransitionName,
} from './states.ts'

const names = Object.keys(transitions) as TransitionName[]

test('every state but the first is reached, and every state but the ends is left', (t) => {
  const left = new Set<DeliveryState>(names.flatMap((name) => [...transitions[name].from]))
  const reached = new Set<DeliveryState>(names.flatMap((name) => [...transitions[name].to]))
  for (const state of deliveryStates) {
    t.ok(reached.has(state), `${state} is reached`)
    if (state !== 'published') t.ok(left.has(state), `${state} is left`)
  }
  t.notOk(left.has('published'), 'what is published stays published')
  t.end()
})

test('only T5 leads to sending, and only from states in which nothing was sent', (t) => {
  for (const name of names) {
    const { from, to }: { from: readonly DeliveryState[]; to: readonly DeliveryState[] } =
      transitions[name]
    if (!to.includes('sending')) continue
    t.equal(name, 'T5')
    t.same(from, ['claimed', 'preparing'])
  }
  t.end()
})

test('nothing but a proof leads from an unknown outcome back to a new attempt', (t) => {
  const risky: DeliveryState[] = ['sending', 'unknown', 'reconciling', 'needs_attention']
  const back: DeliveryState[] = ['scheduled', 'retry_wait', 'claimed']
  const proofs: Partial<Record<TransitionName, string>> = {
    T6: 'the network’s reply; another part follows',
    T8: 'proved unsent or refused',
    T13: 'found; another part follows',
    T14: 'proved absent',
    T18: 'seen by a person; another part follows',
  }
  for (const name of names) {
    for (const from of risky) {
      for (const to of back) {
        if (isLegal(name, from, to)) t.ok(proofs[name], `${name} from ${from} to ${to}`)
      }
    }
  }
  t.end()
})

test('in 100,000 random walks no path publishes twice or leaves an end by itself (R8)', (t) => {
  const step = fc.constantFrom(
    ...names.flatMap((name) => transitions[name].to.map((to) => ({ name, to }))),
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (walk) => {
      let state: DeliveryState = 'scheduled'
      let published = 0
      for (const { name, to } of walk) {
        if (!isLegal(name, state, to)) continue
        // A person may take up what ended; nothing else leaves an end.
        if (isEnd(state) && name !== 'T21') return false
        if (to === 'published') published += 1
        state = to
      }
      return published <= 1
    }),
    { numRuns: 100_000 },
  )
  t.end()
})

test('a delivery at its end is not in flight, and the other way round', (t) => {
  for (const state of deliveryStates) t.notOk(isEnd(state) && isInFlight(state), state)
  t.equal(endStates.length, 4)
  t.end()
})
