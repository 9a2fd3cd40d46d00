import { libraryExpiry, signMediaUrl, type UrlConfig } from '../media/media.urls.ts'
import type { Brand } from './brand.model.ts'
import type { BrandView } from './brands.schemas.ts'

/** A brand as it is answered. A logo of the library has an address that works for a day. */
export function presentBrand(config: UrlConfig, brand: Brand): BrandView {
  return {
    id: brand.id,
    organizationId: brand.organizationId,
    name: brand.name,
    description: brand.description,
    industry: brand.industry,
    targetAudience: brand.targetAudience,
    toneOfVoice: brand.toneOfVoice,
    voiceExamples: brand.voiceExamples,
    bannedWords: brand.bannedWords,
    defaultHashtags: brand.defaultHashtags,
    logoUrl: logoUrlOf(config, brand),
    logoMediaId: brand.logoMediaId,
    timezone: brand.timezone,
    minimumGapMinutes: brand.minimumGapMinutes,
    version: brand.version,
    createdAt: brand.createdAt.toISOString(),
    updatedAt: brand.updatedAt.toISOString(),
  }
}

function logoUrlOf(config: UrlConfig, { organizationId, logoMediaId, logoUrl }: Brand) {
  if (logoMediaId === null) return logoUrl
  const media = { id: logoMediaId, organizationId }
  return signMediaUrl(config, media, {
    variant: 'file',
    disposition: 'inline',
    expires: libraryExpiry(),
  })
}
