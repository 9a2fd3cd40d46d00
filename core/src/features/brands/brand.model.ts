import { BaseModel } from '../../db/base.model.ts'

/** A name under which an organization publishes. */
export class Brand extends BaseModel {
  static override readonly tableName = 'brands'
  declare id: string
  declare organizationId: string
  declare createdBy: string | null
  declare name: string
  declare description: string | null
  declare industry: string | null
  declare targetAudience: string | null
  declare toneOfVoice: string | null
  /** Texts that sound like it. */
  declare voiceExamples: string[]
  declare bannedWords: string[]
  /** Without `#`. */
  declare defaultHashtags: string[]
  /** An address elsewhere; a picture of the library is in `logoMediaId`. */
  declare logoUrl: string | null
  declare logoMediaId: string | null
  declare timezone: string
  /** Between two posts to one account; 0 for no limit. */
  declare minimumGapMinutes: number
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
