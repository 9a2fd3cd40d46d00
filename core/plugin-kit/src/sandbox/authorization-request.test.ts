import { test } from 'tap'
import { approvedHandle, requiredParameter, requiredRedirectUri } from './authorization-request.ts'
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

test('the address of the consent page may approve a handle, which has to be one', async (t) => {
  const approved = (query: string) =>
    approvedHandle(asked(query), /^[a-z]{1,3}$/, 'a handle has 1 to 3 letters.')

  t.equal(approved('state=a'), null)
  t.equal(approved('sandbox_approve=ada'), 'ada')
  for (const handle of ['', 'adam']) {
    t.throws(() => approved(`sandbox_approve=${handle}`), {
      message: 'sandbox_approve: a handle has 1 to 3 letters.',
    })
  }
})
