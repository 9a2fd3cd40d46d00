import { randomBytes, randomUUID } from 'node:crypto'
import { issueOneTimeToken, type Purpose } from '../../core/src/features/auth/one-time-tokens.ts'
import { makeSecretToken } from '../../core/src/features/auth/secret-tokens.ts'
import type { World } from '../api-document/world.ts'
import { buildPost } from '../support/factories.ts'
import type { Case } from './case.ts'
import {
  announcedUpload,
  deletionRequest,
  pictureAddress,
  readyExport,
  signedMediaFile,
  unsubscribeAddress,
} from './file-ways.ts'
import { ownersPassword, type Stage } from './stage.ts'

/** Makes what an operation needs before it can say yes, and puts it into the request. */
type Way = (stage: Stage, world: World, drawn: Case) => Promise<Partial<Case>>

/** Operations whose example alone never gets through, because it names what is a secret or has to happen first. */
export const ways: Readonly<Record<string, Way>> = {
  login: async (_stage, world, drawn) =>
    inBody(drawn, { email: world.people.OWNER.user.email, password: ownersPassword }),
  refreshTokens: async (stage, world, drawn) => {
    const { token, hash } = makeSecretToken('refresh')
    await stage.made.database.system('refresh_tokens').insert({
      session_id: world.people.OWNER.sessionId,
      token_hash: hash,
      expires_at: new Date(Date.now() + 3_600_000),
    })
    return inBody(drawn, { refreshToken: token })
  },
  resetPassword: oneTime('reset_password'),
  verifyEmail: oneTime('verify_email'),
  confirmEmail: oneTime('change_email', 'new.example'),
  deleteOrganization: async (_stage, world, drawn) => inBody(drawn, { name: world.canary }),
  deleteMe: async (stage, world) => {
    // What has other members is handed over first.
    await stage.made.database
      .system('team_members')
      .where({ organization_id: world.organizationId })
      .whereNot({ user_id: world.people.OWNER.user.id })
      .delete()
    return {}
  },
  acceptInvitation: async (stage, world, drawn) => {
    const { token, hash } = makeSecretToken('invitation')
    const { email } = world.people.OWNER.user
    const invitations = stage.made.database.system('invitations')
    await invitations.clone().where({ email }).delete()
    await invitations.insert({
      organization_id: stage.theirs.organizationId,
      email,
      role: 'VIEWER',
      token_hash: hash,
      expires_at: new Date(Date.now() + 3_600_000),
    })
    return inBody(drawn, { token })
  },
  leaveOrganization: async (stage, world) => {
    const member = {
      organization_id: stage.theirs.organizationId,
      user_id: world.people.OWNER.user.id,
      role: 'MEMBER',
      joined_at: new Date(),
    }
    const members = stage.made.database.system('team_members')
    await members.insert(member).onConflict(['organization_id', 'user_id']).ignore()
    return { inPath: { id: stage.theirs.organizationId } }
  },
  readCalendar: async (stage, world) => {
    const { token, hash } = makeSecretToken('calendar')
    await stage.made.database
      .system('calendar_feeds')
      .where({ brand_id: world.ids['brandId'] })
      .update({ token_hash: hash })
    return { inPath: { token } }
  },
  createExport: async (stage, world) => {
    // One is made at a time.
    await stage.made.database
      .system('account_exports')
      .where({ user_id: world.people.OWNER.user.id })
      .delete()
    return {}
  },
  getMediaFile: signedMediaFile,
  sendUploadFile: announcedUpload,
  getExportFile: readyExport,
  getDataDeletion: deletionRequest,
  askToUnsubscribe: unsubscribeAddress,
  unsubscribe: unsubscribeAddress,
  importMedia: pictureAddress,
  approvePost: waiting,
  rejectPost: waiting,
  unschedulePost: async (stage, world) => {
    const id = await post(stage, world, { status: 'SCHEDULED', scheduledFor: inAWeek() })
    return { inPath: { id } }
  },
  retryDelivery: delivery({ state: 'failed' }),
  resolveDelivery: delivery({ state: 'needs_attention' }),
}

function inBody(drawn: Case, fields: object): Partial<Case> {
  const before = drawn.body !== undefined && 'json' in drawn.body ? drawn.body.json : {}
  return { body: { json: { ...(before as object), ...fields } } }
}

function oneTime(purpose: Purpose, domain?: string): Way {
  return async (stage, world, drawn) => {
    const { id, email } = world.people.OWNER.user
    const address = domain === undefined ? email : `${randomUUID()}@${domain}`
    const token = await stage.made.database.system.transaction((transaction) =>
      issueOneTimeToken(transaction, purpose, { userId: id, email: address }),
    )
    return inBody(drawn, { token })
  }
}

async function waiting(stage: Stage, world: World): Promise<Partial<Case>> {
  const id = await post(stage, world, { status: 'PENDING_APPROVAL', scheduledFor: inAWeek() })
  return { inPath: { id } }
}

async function post(stage: Stage, world: World, fields: object): Promise<string> {
  const { id } = await buildPost(stage.made.database, {
    organizationId: world.organizationId,
    brandId: world.ids['brandId'],
    content: randomBytes(8).toString('hex'),
    ...fields,
  })
  return id
}

function delivery(fields: object): Way {
  return async (stage, world) => {
    await stage.made.database
      .system('social_posts')
      .where({ id: world.ids['deliveries'] })
      .update({ ...fields, next_at: null })
    return {}
  }
}

function inAWeek(): Date {
  return new Date(Date.now() + 7 * 86_400_000)
}
