import { BaseModel } from '../../../db/base.model.ts'

/** A picture made to fit a network. */
export class MediaVariant extends BaseModel {
  static override readonly tableName = 'media_variants'
  declare id: string
  declare organizationId: string
  declare mediaId: string
  /** The hash of what was demanded. */
  declare fit: string
  declare storageKey: string
  declare mimeType: string
  /** Bytes. */
  declare size: number
  declare width: number
  declare height: number
  declare createdAt: Date
}
