-- V031 has emptied the view of stock.
delete from log.positions where schema = 'stock';
