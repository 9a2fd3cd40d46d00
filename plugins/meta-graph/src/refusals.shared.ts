import type { Refusal } from './refusals.ts'

/**
 * What both networks refuse alike: facebook.md 4, instagram.md 4. A network's own table goes before it.
 *
 * @param network as people write it: `Instagram`
 * @param home where a person signs in: `facebook.com`
 */
export function metaRefusals(network: string, home: string): readonly Refusal[] {
  return [
    ...deadLogins(network, home),
    ...limits(network),
    {
      kind: 'account_restricted',
      codes: [368],
      message: `${network} has blocked this account for a time.`,
      remedy: `Sign in at ${home}, read what ${network} says there, and publish again when the block is over.`,
    },
    {
      // Not in the error table; the words are those of facebook.md 0.
      kind: 'app_config',
      words: /appsecret_proof/,
      message: `${network} wants every call signed with the app secret, or does not accept the signature.`,
      remedy:
        'The operator switches the setting appSecretProof on and checks the app secret; accounts stay connected.',
    },
    {
      kind: 'app_config',
      codes: [3],
      message: `The operator's app at ${network} lacks a capability that this call needs.`,
      remedy: 'The operator adds the capability to the app in the Meta dashboard.',
    },
    {
      kind: 'permission',
      codes: [10, [200, 299]],
      message: `${network} does not let T21 do this for the account: a permission or a role is missing.`,
      remedy: `Connect the account again and allow everything T21 asks for; you need a role on the Page that may create content.`,
    },
    {
      // The object is gone, or the token may not see it. On fresh objects also a known fault of Meta: never
      // taken for a dead login, nor for a proof that something was not published.
      kind: 'transient',
      codes: [100],
      subcodes: [33],
      message: `${network} does not show what was asked for.`,
      remedy: 'Nothing: it is tried again.',
    },
    {
      kind: 'transient',
      codes: [1, 2],
      message: `${network} has a fault at the moment.`,
      remedy: 'Nothing: it is tried again.',
    },
  ]
}

function deadLogins(network: string, home: string): readonly Refusal[] {
  const login = (subcodes: readonly number[], message: string, remedy: string): Refusal => ({
    kind: 'reauth',
    codes: [190],
    subcodes,
    message,
    remedy,
  })
  const again = 'Connect the account again.'
  return [
    login([458], `The app was removed from the person's account at ${network}.`, again),
    login(
      [459, 464],
      `${network} has stopped the person's account until they sign in there.`,
      `Sign in at ${home} first and do what it asks, then connect the account again.`,
    ),
    login([460], 'The password of the person was changed, which ends the login.', again),
    login([463], `The login at ${network} has expired.`, again),
    login([467], `The login at ${network} is no longer valid.`, again),
    login(
      [492],
      'The person no longer has a role on the Page.',
      'Someone with a role on the Page that may create content connects it again.',
    ),
    {
      kind: 'reauth',
      codes: [190, 102],
      message: `${network} no longer accepts the login of this account.`,
      remedy: again,
    },
  ]
}

function limits(network: string): readonly Refusal[] {
  const remedy = 'Nothing: it is tried again when Meta allows it.'
  return [
    {
      kind: 'rate_limited',
      codes: [4],
      message: `${network} is limiting how often the operator's app may be used.`,
      remedy,
    },
    {
      kind: 'rate_limited',
      codes: [17, 32, 613, 80001, 80002, 80006],
      message: `${network} is limiting how often this account may be used.`,
      remedy,
    },
  ]
}
