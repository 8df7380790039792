// Every line that ends with a number is an error of that number, and no other line is one.
import createClient from "openapi-fetch";
import type { components, paths } from "./api";

type Block = components["schemas"]["Article"]["body"][number];
const client = createClient<paths>();
const ARTICLES = "/api/news/v1/articles/";

export async function wrong(block: Block, photo: components["schemas"]["PhotoDocument"]) {
  await client.GET("/api/news/v1/nothing/"); // 2554
  await client.GET(ARTICLES, { params: { query: { order: "random" } } }); // 2322
  await client.GET(ARTICLES, { params: { query: { limit: "20" } } }); // 2322
  await client.GET(ARTICLES, { params: { query: { language: "pl" } } }); // 2353
  await client.GET(ARTICLES, { params: { query: { tag: "kultura" } } }); // 2322
  await client.GET("/api/news/v1/articles/{id}/"); // 2554
  await client.GET("/api/news/v1/resolve/", { params: {} }); // 2741
  const { data, error } = await client.GET(ARTICLES);
  console.log(data.items); // 18048
  console.log(data?.items[0].title); // 2532
  console.log(error?.errors[0]?.field); // 2339
  console.log(block.html); // 2339
  if (block.type === "headline") return; // 2367
  if (block.type === "image") console.log(block.text); // 2339
  const width: string = photo.width; // 2322
  console.log(width, photo.renditions[0]?.size); // 2339
}
