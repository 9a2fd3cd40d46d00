import { randomUUID } from 'node:crypto'
import type { App } from '../../core/src/http/app-instance.ts'
import { loginAs, registerUser, senderOf, type Answer, type Send, type TestUser } from './app.ts'
import {
  buildBrand,
  buildMember,
  buildOrganization,
  buildSocialAccount,
  buildUser,
} from './factories.ts'

/** People who write posts for a brand together, one of each role, and a stranger with a brand of their own. */
export interface PostTeam {
  readonly organizationId: string
  readonly brandId: string
  readonly accountId: string
  readonly owner: TestUser
  readonly admin: TestUser
  readonly member: TestUser
  readonly viewer: TestUser
  readonly stranger: TestUser
  readonly send: Send
  /** A post of the brand for X, with a text of its own unless one is given. */
  write(who: TestUser, fields?: object): Promise<Answer>
  /** The same, and its `data`; throws where it was refused. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests say of each answer what they expect of it
  written(who: TestUser, fields?: object): Promise<any>
}

/** A new team, of which the members need approval unless told otherwise. */
export async function postTeam(
  app: App,
  options: { readonly membersNeedApproval?: boolean } = {},
): Promise<PostTeam> {
  const { database } = app.context
  const [owner, stranger] = [await registerUser(app), await registerUser(app)]
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: owner.user.id,
    personal: false,
    membersNeedApproval: options.membersNeedApproval ?? true,
  })
  const place = { organizationId, brandId: (await buildBrand(database, { organizationId })).id }
  const account = await buildSocialAccount(database, place)
  const join = async (role: string): Promise<TestUser> => {
    const user = await buildUser(database)
    await buildMember(database, { organizationId, userId: user.id, role })
    return { ...(await loginAs(app, user)), organizationId }
  }
  const send = senderOf(app)
  const write = (who: TestUser, fields: object = {}): Promise<Answer> =>
    send(who, 'POST', '/posts', {
      brandId: place.brandId,
      content: `A text, ${randomUUID()}`,
      platforms: ['TWITTER'],
      ...fields,
    })
  return {
    ...place,
    accountId: account.id,
    owner,
    admin: await join('ADMIN'),
    member: await join('MEMBER'),
    viewer: await join('VIEWER'),
    stranger,
    send,
    write,
    async written(who, fields) {
      const { statusCode, data, error } = await write(who, fields)
      if (statusCode !== 201) throw new Error(`The post was refused: ${JSON.stringify(error)}`)
      return data
    },
  }
}
