-- Orleans' ADO.NET providers run no SQL of their own: they read every statement from this table, by key. What each
-- statement does is ours to say, as long as its parameters and the columns of its result are those that they expect.
-- Every file here may be run again: it leaves what it finds as it should be.
create table if not exists OrleansQuery (
  QueryKey varchar(64) primary key,
  QueryText varchar(8000) not null
);
