import { textAt, type Lab, type SignedIn } from './lab.ts'
import { servePicture } from './files.ts'

/** The id of a container that must come to be. */
export async function container(
  lab: Lab,
  who: SignedIn,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  return textAt((await lab.post(who, `${who.id}/media`, form)).json, 'id')
}

/** As {@link container}, finished. */
export async function finished(
  lab: Lab,
  who: SignedIn,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  const id = await container(lab, who, form)
  await lab.get(who, `${id}?fields=status_code`)
  await lab.get(who, `${id}?fields=status_code`)
  return id
}

/** The id of a post that must come to be: a picture with a caption, unless the form says more. */
export async function published(
  lab: Lab,
  who: SignedIn,
  form: Readonly<Record<string, string>> = {},
): Promise<string> {
  const picture: Readonly<Record<string, string>> =
    form['video_url'] === undefined && form['children'] === undefined
      ? { image_url: servePicture(lab) }
      : {}
  const id = await finished(lab, who, { ...picture, ...form })
  const { json } = await lab.post(who, `${who.id}/media_publish`, { creation_id: id })
  return textAt(json, 'id')
}
