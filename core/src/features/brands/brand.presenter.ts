import type { Brand } from './brand.model.ts'
import type { BrandView } from './brands.schemas.ts'

/** A brand as it is answered. */
export function presentBrand(brand: Brand): BrandView {
  return {
    id: brand.id,
    organizationId: brand.organizationId,
    name: brand.name,
    description: brand.description,
    industry: brand.industry,
    targetAudience: brand.targetAudience,
    toneOfVoice: brand.toneOfVoice,
    logoUrl: brand.logoUrl,
    timezone: brand.timezone,
    version: brand.version,
    createdAt: brand.createdAt.toISOString(),
    updatedAt: brand.updatedAt.toISOString(),
  }
}
