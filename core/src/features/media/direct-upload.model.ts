import { BaseModel } from '../../db/base.model.ts'

/** See the column's comment in the migration. */
export type DirectUploadStatus = 'waiting' | 'receiving' | 'received' | 'completing' | 'done'

/** A file that a browser sends to an address that was signed for it. */
export class DirectUpload extends BaseModel {
  static override readonly tableName = 'media_uploads'
  declare id: string
  declare organizationId: string
  declare brandId: string | null
  /** Null once the person is gone: then nobody completes it. */
  declare userId: string | null
  /** Cleaned. */
  declare fileName: string
  declare mimeType: string
  /** Bytes, exactly. */
  declare size: number
  /** Of the bytes as they are sent. */
  declare sha256: Buffer | null
  declare alt: string | null
  declare tags: string[]
  declare status: DirectUploadStatus
  declare storageKey: string
  /** Sent to an address of the storage: T21 learns that it was when it is told to complete it. */
  declare direct: boolean
  /** The storage's id of an upload in parts. */
  declare partsId: string | null
  declare mediaId: string | null
  declare expiresAt: Date
  declare createdAt: Date
}
