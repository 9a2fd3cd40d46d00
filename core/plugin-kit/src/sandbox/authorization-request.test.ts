import { test } from 'tap'
import {
  BadAuthorizationRequest,
  consentOrRefusal,
  requiredParameter,
  requiredRedirectUri,
} from './authorization-request.ts'
import { labRequest } from './lab-request.ts'

function asked(query: string) {
  return labRequest('GET', new URL(`http://network.example/authorize?${query}`), {}, {})
}

test('a parameter that is missing or empty is named', async (t) => {
  t.equal(requiredParameter(asked('state=a'), 'state'), 'a')
  for (const query of ['', 'state=']) {
    t.throws(() => requiredParameter(asked(query), 'state'), { message: 'state: is missing.' })
  }
})

test('a callback is an absolute address without a fragment', async (t) => {
  for (const good of ['http://127.0.0.1:3000/callback', 'https://t21.example/?a=b']) {
    t.equal(requiredRedirectUri(asked(`redirect_uri=${encodeURIComponent(good)}`)), good)
  }
  for (const bad of ['callback', '/callback', 'myapp://callback', 'https://t21.example/#top']) {
    const query = `redirect_uri=${encodeURIComponent(bad)}`
    t.throws(() => requiredRedirectUri(asked(query)), { message: /^redirect_uri: must be/ }, bad)
  }
})

test('what is wrong with a request is shown as a page; a bug is not', async (t) => {
  const page = (reason: string) => `<p>${reason}</p>`
  const refused = consentOrRefusal(page, () => {
    throw new BadAuthorizationRequest('scope', 'is empty.')
  })

  t.same(refused, { status: 400, html: '<p>scope: is empty.</p>' })
  t.same(
    consentOrRefusal(page, () => ({ status: 302 })),
    { status: 302 },
  )
  const bug = new TypeError('a bug')
  t.throws(
    () =>
      consentOrRefusal(page, () => {
        throw bug
      }),
    bug,
  )
})
