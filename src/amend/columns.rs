//! Many numbers and texts as the bytes they are kept as: a large kit has millions, and few of them are looked at.

use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that were put together, or a part of a file that was read.
#[derive(Debug, Default, Clone)]
pub struct Bytes {
    whole: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Bytes {
    /// A part of a file; `None`: it is not so long.
    pub fn of(whole: &Arc<Vec<u8>>, range: Range<usize>) -> Option<Bytes> {
        whole.get(range.clone()).map(|_| Bytes { whole: whole.clone(), range })
    }

    /// Changes them.
    fn change(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        if self.range != (0..self.whole.len()) {
            self.whole = Arc::new(self.to_vec());
        }
        let whole = Arc::make_mut(&mut self.whole);
        change(whole);
        self.range = 0..whole.len();
    }

    /// Adds some.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.change(|whole| whole.extend(bytes));
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.whole[self.range.clone()]
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Bytes) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

/// A number of a fixed size.
pub trait Number: Copy + Ord {
    /// In bytes.
    const SIZE: usize;
    /// The numbers that bytes are, the smallest part of each first.
    fn all(bytes: &[u8]) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + '_;
    /// Its bytes.
    fn put(self, bytes: &mut Vec<u8>);
}

macro_rules! number {
    ($sort:ty) => {
        impl Number for $sort {
            const SIZE: usize = size_of::<$sort>();
            fn all(bytes: &[u8]) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + '_ {
                let (numbers, _) = bytes.as_chunks();
                numbers.iter().map(|bytes| <$sort>::from_le_bytes(*bytes))
            }
            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        }
    };
}
number!(u32);
number!(u64);

/// Numbers, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<T> {
    bytes: Bytes,
    sort: PhantomData<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { bytes: Bytes::default(), sort: PhantomData }
    }
}

impl<T: Number> Column<T> {
    /// The numbers that bytes are; `None`: the last one is not whole.
    pub fn read(bytes: Bytes) -> Option<Self> {
        bytes.len().is_multiple_of(T::SIZE).then_some(Column { bytes, sort: PhantomData })
    }

    /// Their bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.bytes.len() / T::SIZE
    }

    /// One of them.
    pub fn get(&self, at: usize) -> Option<T> {
        self.bytes.get(at * T::SIZE..(at + 1) * T::SIZE).and_then(|bytes| T::all(bytes).next())
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + '_ {
        T::all(&self.bytes)
    }

    /// Some of them; none where there are not so many.
    pub fn some(&self, range: Range<usize>) -> impl ExactSizeIterator<Item = T> + '_ {
        T::all(self.bytes.get(range.start * T::SIZE..range.end * T::SIZE).unwrap_or_default())
    }

    /// How many at the beginning are so, of numbers where none behind them is.
    pub fn partition_point(&self, is_so: impl Fn(T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).is_some_and(&is_so) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Adds one.
    pub fn push(&mut self, number: T) {
        self.bytes.change(|bytes| number.put(bytes));
    }

    /// Puts others in the place of some.
    pub fn splice(&mut self, range: Range<usize>, others: impl Iterator<Item = T>) {
        let mut put = Vec::new();
        others.for_each(|number| number.put(&mut put));
        self.bytes.change(|bytes| drop(bytes.splice(range.start * T::SIZE..range.end * T::SIZE, put)));
    }
}

impl<T: Number> Extend<T> for Column<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, numbers: I) {
        self.bytes.change(|bytes| numbers.into_iter().for_each(|number| number.put(bytes)));
    }
}

impl<T: Number> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> Self {
        let mut column = Column::default();
        column.extend(numbers);
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_were_put_also_in_a_part_of_a_file() {
        let file = Arc::new([&[9][..], &1u32.to_le_bytes(), &2u32.to_le_bytes(), &[9]].concat());
        let mut column: Column<u32> = Column::read(Bytes::of(&file, 1..9).unwrap()).unwrap();
        assert_eq!((column.iter().collect::<Vec<_>>(), column.get(1), column.get(2)), (vec![1, 2], Some(2), None));
        column.push(7);
        column.splice(0..1, [5, 6].into_iter());
        assert_eq!(column, [5, 6, 2, 7].into_iter().collect());
        assert_eq!((column.some(1..3).collect::<Vec<_>>(), column.some(3..9).len()), (vec![6, 2], 0));
        assert_eq!(file.len(), 10, "the file is as it was");
        assert_eq!(Bytes::of(&file, 3..11), None);
        assert_eq!(Column::<u64>::read(Bytes::of(&file, 0..7).unwrap()), None);
    }

    #[test]
    fn a_sorted_column_is_parted_where_a_slice_would_be() {
        let numbers = [0, 1, 1, 4, 9, 9];
        let column: Column<u64> = numbers.into_iter().collect();
        for mark in 0..11 {
            assert_eq!(column.partition_point(|n| n < mark), numbers.partition_point(|n| *n < mark));
        }
    }
}
