-- How link and code were handed over, as staff noted it (product.md, item 3); null when nobody has.
alter table invite add column shared jsonb;
