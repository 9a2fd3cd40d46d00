/** Every column that the API shows of a post `p`, and its media `m`. */
export const postColumns = `p.id, p.organization_id, p.brand_id, p.user_id, p.content, p.image_urls, p.video_url,
  p.hashtags, p.thread, p.first_comment, p.overrides, p.platforms, p.social_account_ids, p.ai_generated,
  p.ai_prompt, p.ai_model, p.status, p.scheduled_for, p.published_at, p.version, p.created_at, p.updated_at`

/** Where the rules find what they speak of in a query of posts `p`. */
export const postPlace = { organizationId: 'p.organization_id', brandId: 'p.brand_id' }

/** Gathers the media of a post `p` as `m.media_ids` and `m.alt_texts`: one look at the key, no second query. */
export const joinMedia = `left join lateral (
    select
      array_agg(media_id order by position) filter (where platform = '' and part = 0) as media_ids,
      json_object_agg(media_id, alt_text) filter (where alt_text is not null) as alt_texts
    from post_media where post_id = p.id and organization_id = p.organization_id
  ) m on true`
