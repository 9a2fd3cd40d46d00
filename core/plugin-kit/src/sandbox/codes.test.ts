import { test } from 'tap'
import { s256Challenge, singleUseCodes } from './codes.ts'
import { exampleEmulator } from './fixtures/example-emulator.ts'
import { createLab } from './lab.ts'

const codes = singleUseCodes<{ readonly account: string }>('codes', 30)

test('a code is taken once, and looked at as often as one likes before', async (t) => {
  const { context } = createLab(exampleEmulator, { host: 'network.example' })

  t.equal(codes.issue(context, 'AQ1', { account: 'ada' }), 'AQ1')

  for (const _ of [1, 2]) t.same(codes.peek(context, 'AQ1'), { account: 'ada' })
  t.same(codes.take(context, 'AQ1'), { pending: { account: 'ada' }, expired: false })
  t.equal(codes.take(context, 'AQ1'), undefined)
  t.equal(codes.peek(context, 'AQ1'), undefined)
  t.equal(codes.take(context, 'AQ2'), undefined)
})

test('a code lives to the end of its time, and is taken even then', async (t) => {
  const lab = createLab(exampleEmulator, { host: 'network.example' })
  for (const code of ['early', 'late']) codes.issue(lab.context, code, { account: 'ada' })

  lab.advance(29)
  t.match(codes.take(lab.context, 'early'), { expired: false })
  lab.advance(1)
  t.match(codes.take(lab.context, 'late'), { expired: true })
  t.equal(codes.take(lab.context, 'late'), undefined)
})

test('the challenge of a verifier is that of RFC 7636, appendix B', async (t) => {
  t.equal(
    s256Challenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  )
})
