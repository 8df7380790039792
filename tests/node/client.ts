// A partner's program: lists with a fallback, blocks by type, photos, paging, problems.
import createClient from "openapi-fetch";
import type { components, paths } from "./api";

type Schemas = components["schemas"];
type Block = Schemas["Article"]["body"][number];
type Photo = Schemas["PhotoDocument"];
type Card = Schemas["ArticleCard"];

const client = createClient<paths>({ baseUrl: "https://aktualnosci.example.org" });

export class Refused extends Error {
  constructor(readonly problem: Schemas["ParameterProblem"] | Schemas["Problem"]) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
  }

  /** What was wrong with which parameter; empty where the problem is another one. */
  get parameters(): string[] {
    return "errors" in this.problem ? this.problem.errors.map((error) => error.param) : [];
  }
}

/** The newest articles in English, or in Polish where there is no English one. */
export async function newest(cursor?: string): Promise<Schemas["ArticleList"]> {
  const query = { locale: "en", fallback: "pl", order: "-published", limit: 20 } as const;
  const { data, error } = await client.GET("/api/news/v1/articles/", {
    params: { query: cursor ? { ...query, cursor } : query },
  });
  if (error) throw new Refused(error);
  return data;
}

/** Every article, page by page: `next` leads on until it is null. */
export async function* all(): AsyncGenerator<Card> {
  let next: string | null = null;
  do {
    const page: Schemas["ArticleList"] = await newest(cursorOf(next));
    for (const item of page.items) yield item;
    next = page.next;
  } while (next !== null);
}

function cursorOf(next: string | null): string | undefined {
  return next === null ? undefined : (new URL(next).searchParams.get("cursor") ?? undefined);
}

/** A block as plain text. A block of a type that is not known here is an error of this program. */
export function text(block: Block): string {
  switch (block.type) {
    case "heading":
      return block.text;
    case "rich_text":
      return block.html.replace(/<[^>]*>/g, "");
    case "image":
      return block.photo.alt;
    case "gallery":
      return block.photos.map((photo) => photo.alt).join("; ");
    case "quote":
      return `„${block.text}” ${block.attribution}`;
    case "documents":
      return block.documents.map((file) => `${file.title} (${file.length ?? "?"} B)`).join("; ");
    case "table":
      return block.rows.map((row) => row.join(" | ")).join("\n");
    case "embed":
      return block.title || block.url;
    case "call_to_action":
      return block.text;
    default: {
      const forgotten: never = block;
      return forgotten;
    }
  }
}

export function srcset(photo: Photo, type: string): string {
  return photo.renditions
    .filter((rendition) => rendition.type === type)
    .map((rendition) => `${rendition.url} ${rendition.width}w`)
    .join(", ");
}

/** An article and the language it is in; null if it is no longer public, or never was. */
export async function article(id: string): Promise<Schemas["Article"] | null> {
  const { data, error, response } = await client.GET("/api/news/v1/articles/{id}/", {
    params: { path: { id } },
  });
  // Another `format` gives another document.
  if (data) return "kind" in data ? data : null;
  if ("withdrawn_at" in error) {
    console.info(`${error.id} was withdrawn at ${error.withdrawn_at}: ${error.reason}`);
    return null;
  }
  if (response.status === 404) return null;
  throw new Refused(error);
}

/** Where an old link leads now. */
export async function moved(url: string): Promise<string | null> {
  const { data } = await client.GET("/api/news/v1/resolve/", { params: { query: { url } } });
  return data?.item?.url ?? data?.redirect ?? null;
}

export async function languages(): Promise<Map<string, number>> {
  const { data, error } = await client.GET("/api/news/v1/languages/");
  if (error) throw new Refused(error);
  return new Map(data.items.map((language) => [language.code, language.count]));
}
